package gpudyno.gpu.compute;

/// A device's driver refused something.
public class ComputeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ComputeException(String message) {
        super(message);
    }

    public ComputeException(String message, Throwable cause) {
        super(message, cause);
    }
}
