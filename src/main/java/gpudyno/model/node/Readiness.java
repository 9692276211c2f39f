package gpudyno.model.node;

import gpudyno.model.target.Module;

/// How a module of the product is doing.
///
/// @param evidence the last thing that shows it, in one line
public record Readiness(Module module, State state, String evidence) {
    /// Off: not asked for. Learning: needs more data before it can speak. Working: its last evidence is good. Degraded: it runs without
    /// something it needs, which the evidence names.
    public enum State {
        OFF,
        LEARNING,
        WORKING,
        DEGRADED
    }
}
