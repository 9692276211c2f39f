package gpudyno.store;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/// Libraries of the operating system.
public final class SharedLibrary {
    private SharedLibrary() {
    }

    /// @param name as the loader knows it, such as `libX11.so.6`
    public static boolean loads(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException e) {
            // Absence is a finding, not a failure.
            return false;
        }
    }
}
