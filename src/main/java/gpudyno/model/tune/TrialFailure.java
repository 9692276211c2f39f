package gpudyno.model.tune;

/// A configuration could not be run or measured; the message says why. Learnt from, never scored.
public final class TrialFailure extends Exception {
    public TrialFailure(String reason) {
        super(reason);
    }

    public TrialFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
