package gpudyno.machine;

import gpudyno.model.machine.Finding;
import java.util.Arrays;
import java.util.Optional;

/// Native libraries of drivers, each loaded and given back.
final class Libraries {
    private Libraries() {
    }

    /// @param names of the library on the systems that have it
    /// @param use what it allows
    /// @param without what is done without it
    static Finding find(String subject, String use, String without, String... names) {
        Optional<String> there = Arrays.stream(names).filter(SharedLibrary::loads).findFirst();
        return there.map(name -> Finding.ready(subject, name + " loads", use))
                .orElseGet(() -> Finding.absent(subject, "not found", without));
    }
}
