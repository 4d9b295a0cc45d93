import Sealing

/// The strict one, of the two that are in sight here.
typealias Base64 = Sealing.Base64
