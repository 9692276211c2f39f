package gpudyno.gpu.compute;

/// A device has not as much memory left as was asked for.
public final class OutOfDeviceMemoryException extends ComputeException {
    private static final long serialVersionUID = 1;

    OutOfDeviceMemoryException(long bytes) {
        super("the device has no " + bytes + " bytes left");
    }
}
