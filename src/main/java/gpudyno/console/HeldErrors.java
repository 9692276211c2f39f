package gpudyno.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/// Keeps back what is written to [System#err] while JavaFX starts: before it fails, it prints stack traces of its own there.
///
/// Whoever took [System#err] meanwhile keeps a stream that works: once let go, it passes everything on.
final class HeldErrors {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean holding = true;

    HeldErrors() {
        System.setErr(new PrintStream(new Through(), true, before.charset()));
    }

    /// Lets everything later through.
    ///
    /// @return what was kept back
    synchronized String letGo() {
        holding = false;
        System.setErr(before);
        return held.toString(before.charset());
    }

    private synchronized void write(byte[] bytes, int from, int length) {
        if (holding) {
            held.write(bytes, from, length);
        } else {
            before.write(bytes, from, length);
        }
    }

    private final class Through extends OutputStream {
        @Override
        public void write(int value) {
            HeldErrors.this.write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            HeldErrors.this.write(bytes, from, length);
        }
    }
}
