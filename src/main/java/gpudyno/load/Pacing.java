package gpudyno.load;

/// What a send time may cost.
public enum Pacing {
    /// Keeps a core busy before each send, for as long as this machine's wake-ups come late, up to a millisecond: requests
    /// leave when they are due, at the price of up to one core. For a generator that has its machine, or a core of it, to itself.
    PRECISE,
    /// Sleeps, and keeps a core busy for the last 60 microseconds only. For a generator that shares its cores with what it measures.
    LIGHT
}
