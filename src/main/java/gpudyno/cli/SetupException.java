package gpudyno.cli;

/// A command cannot begin; the message is the one line its user gets.
final class SetupException extends Exception {
    SetupException(String message, Throwable cause) {
        super(message, cause);
    }

    SetupException(String message) {
        super(message);
    }
}
