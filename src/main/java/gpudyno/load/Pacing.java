package gpudyno.load;

/// How much CPU time may be used for exact send times.
public enum Pacing {
    /// Keeps a core busy before each send, for as long as wake-ups on this machine are usually late, up to a millisecond. Requests are sent
    /// on time, but up to one CPU core is used for it. For a generator that has a machine, or one of its cores, to itself.
    PRECISE,
    /// Sleeps, and keeps a core busy for the last 60 microseconds only. For a generator that shares its cores with what it measures.
    LIGHT
}
