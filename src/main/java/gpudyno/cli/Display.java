package gpudyno.cli;

import gpudyno.store.SharedLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether a window can be opened, and if not, why.
final class Display {
    /// What works where no window can be opened.
    static final String WITHOUT = "session, load and node work without a window";

    private static final String X11 = "libX11.so.6";

    /// @param debian the package of Debian and Ubuntu that has it
    private record Library(String name, String debian) {}

    /// What JavaFX loads on Linux, besides the library of X11. Without those of OpenGL it draws by the processor.
    private static final List<Library> LIBRARIES = List.of(new Library("libfreetype.so.6", "libfreetype6"),
            new Library("libfontconfig.so.1", "libfontconfig1"), new Library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
            new Library("libXtst.so.6", "libxtst6"), new Library("libgtk-3.so.0", "libgtk-3-0"));

    private Display() {
    }

    /// Whether there is one by its looks: nothing is tried.
    static boolean isThere() {
        return isHeadlessWindow() || !isLinux() || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    }

    /// Why no window can be opened on a display that is there by its looks; empty if nothing is found to be missing.
    static Optional<String> fault() {
        if (isHeadlessWindow() || !isLinux()) {
            return Optional.empty();
        }
        if (!isSet("DISPLAY")) {
            return Optional.of("DISPLAY is not set, and the window needs an X server (on Wayland: Xwayland)");
        }
        if (!SharedLibrary.loads(X11)) {
            return missing(List.of(new Library(X11, "libx11-6")));
        }
        if (!answers()) {
            return Optional.of("no X server lets this program in at DISPLAY=" + System.getenv("DISPLAY"));
        }
        return missing(LIBRARIES.stream().filter(library -> !SharedLibrary.loads(library.name)).toList());
    }

    private static Optional<String> missing(List<Library> libraries) {
        if (libraries.isEmpty()) {
            return Optional.empty();
        }
        return Optional
                .of(libraries.stream().map(Library::name).collect(Collectors.joining(", ")) + (libraries.size() == 1 ? " is" : " are")
                        + " missing (Debian and Ubuntu: apt-get install "
                        + libraries.stream().map(Library::debian).collect(Collectors.joining(" ")) + ")");
    }

    /// Whether an X server accepts a connection of this user.
    private static boolean answers() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(X11, arena);
            MemorySegment display = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow("XOpenDisplay"), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invokeExact(MemorySegment.NULL);
            if (display.equals(MemorySegment.NULL)) {
                return false;
            }
            int _ = (int) Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow("XCloseDisplay"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invokeExact(display);
            return true;
        } catch (Throwable e) {
            throw new LinkageError(X11 + " cannot be called", e);
        }
    }

    private static boolean isHeadlessWindow() {
        return System.getProperty("glass.platform", "").equalsIgnoreCase("headless");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
