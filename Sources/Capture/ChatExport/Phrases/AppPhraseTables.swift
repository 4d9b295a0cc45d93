/// The words that WhatsApp writes into exports, by meaning; in no particular order of languages.
///
/// The lists need not be complete: what is marked as the app's and not listed is kept verbatim as unclassified.
enum AppPhraseTables {}
