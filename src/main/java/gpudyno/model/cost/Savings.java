package gpudyno.model.cost;

import java.util.List;

/// What a thousand requests cost less than with the settings a session found as its baseline.
///
/// @param session whose baseline
/// @param before cost of a thousand requests at that baseline's held rate
/// @param now in the period
/// @param parts that explain the difference, in the order in which they are taken off: batching and the other settings, coalesced inputs, cache
///        hits
/// @param total money saved in the period on all its requests
/// @param interval 95 % interval of the total, low and high
public record Savings(long session, double before, double now, List<Part> parts, double total, List<Double> interval) {
    public Savings {
        parts = List.copyOf(parts);
        interval = List.copyOf(interval);
    }

    /// @param name such as `Cache, 88 % hits`
    /// @param amount taken off the cost of a thousand requests; below 0 where it made them dearer
    public record Part(String name, double amount) {}
}
