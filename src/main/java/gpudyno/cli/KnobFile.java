package gpudyno.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A file of knobs with one `id: value` per line. A session can export its best configuration in this form.
final class KnobFile {
    private static final long MOST_BYTES = 64 << 10;

    private KnobFile() {
    }

    /// @throws SetupException if the file cannot be read or is not of that shape; the message names it
    static Map<String, Object> read(Path file) throws SetupException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new SetupException("--knob-file " + file + " is larger than " + (MOST_BYTES >> 10) + " KiB");
            }
            Map<String, Object> knobs = new YAMLMapper().readValue(Files.readString(file), new TypeReference<>() {
            });
            if (knobs == null || knobs.isEmpty()) {
                throw new SetupException("--knob-file " + file + " names no knob; expected lines such as serve.batch.maxSize: 8");
            }
            return knobs;
        } catch (IOException e) {
            throw new SetupException("--knob-file " + file + " is not a readable file of lines such as serve.batch.maxSize: 8 ("
                    + e.getClass().getSimpleName() + ")", e);
        }
    }
}
