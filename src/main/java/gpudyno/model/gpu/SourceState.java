package gpudyno.model.gpu;

/// A way in which devices are looked for, and what came of it.
///
/// @param name such as `NVML` or `amdgpu`
/// @param found what was found, or why nothing was and what to do about it; one line for people
public record SourceState(String name, State state, String found) {
    public enum State {
        /// It finds devices.
        WORKING,
        /// It has something to look at, and something is wrong with it: the text says what.
        FAILING,
        /// There is nothing of its kind on this machine.
        ABSENT
    }
}
