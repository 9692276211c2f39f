package gpudyno.serve.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The memory of this whole process.
final class ResidentSet {
    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private ResidentSet() {
    }

    /// Empty on a system without `/proc`.
    static OptionalLong bytes() {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(PAGES).split(" ")[1]) * PAGE_BYTES);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
