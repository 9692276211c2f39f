package gpudyno.model.machine;

/// One thing that was looked for on a machine.
///
/// @param subject what was looked for, such as `OpenCL`
/// @param found in a few words what is there
/// @param meaning what that allows or prevents, in a few words; may be empty
public record Finding(String subject, State state, String found, String meaning) {
    /// Ready: it can be used. Limited: it is there, and something about it is missing. Absent: it is not there, and GPU Dyno works without it.
    public enum State {
        READY,
        LIMITED,
        ABSENT
    }

    public static Finding ready(String subject, String found, String meaning) {
        return new Finding(subject, State.READY, found, meaning);
    }

    public static Finding limited(String subject, String found, String meaning) {
        return new Finding(subject, State.LIMITED, found, meaning);
    }

    public static Finding absent(String subject, String found, String meaning) {
        return new Finding(subject, State.ABSENT, found, meaning);
    }
}
