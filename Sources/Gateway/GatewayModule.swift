// The gateway receives webhooks and seals them; it holds only the vault's public half.
//
// Folders: Settings (holdfast.toml), Server (webhooks in), Spool and Redis (the two durable queues), Media (downloads),
// Forwarding and Outbound (bots), Operation (metrics, health, draining).
