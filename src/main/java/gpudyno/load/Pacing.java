package gpudyno.load;

/// What a send time may cost.
public enum Pacing {
    /// Waits awake for as long as this machine's wake-ups come late, up to a millisecond: requests leave when they are due, at the price of
    /// up to one core. For a generator that has its machine, or a core of it, to itself.
    PRECISE,
    /// Sleeps, and is awake for the last 60 microseconds only. For a generator that shares its cores with what it measures.
    LIGHT
}
