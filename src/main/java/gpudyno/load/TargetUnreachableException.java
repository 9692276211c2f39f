package gpudyno.load;

/// Not one request of a run got an answer because no connection could be made; the message names the target and the reason.
public final class TargetUnreachableException extends Exception {
    public TargetUnreachableException(String message) {
        super(message);
    }
}
