/// What the program around the model has to do: everything that touches the world.
enum Action: Sendable {
  case start(Request, Ticket)
  case cancel(screen: Int, lane: Request.Lane)
  case setTheme(String)
  case saveScreen(String)
  case copy(String)
  case lock
  case suspend
  case redraw
  case quit
}
