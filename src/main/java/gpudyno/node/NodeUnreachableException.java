package gpudyno.node;

/// A node could not be reached, or did not answer as a node does; the message says which and why.
public class NodeUnreachableException extends RuntimeException {
    public NodeUnreachableException(String message) {
        super(message);
    }

    public NodeUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
