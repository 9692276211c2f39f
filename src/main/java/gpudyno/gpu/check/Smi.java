package gpudyno.gpu.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Asks `nvidia-smi`, the program that comes with NVIDIA's driver, and keeps what it said.
final class Smi {
    private static final int SECONDS = 60;
    private final Path folder;

    /// @param folder where its answers are kept
    Smi(Path folder) {
        this.folder = folder;
    }

    /// @throws IOException if there is no such program, or it fails
    String ask(String file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nvidia-smi"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve(file);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("nvidia-smi did not answer within " + SECONDS + " s");
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException("nvidia-smi ended with " + process.exitValue() + ": " + text.lines().findFirst().orElse(""));
        }
        return text;
    }

    /// Fields of one GPU, by their names; what it calls not supported is missing.
    ///
    /// @param gpu UUID
    Map<String, String> fields(String file, String gpu, List<String> names) throws IOException, InterruptedException {
        String text = ask(file, "--query-gpu=" + String.join(",", names), "--format=csv,noheader,nounits", "--id=" + gpu);
        String[] values = text.lines().findFirst().orElse("").split(",", -1);
        if (values.length != names.size()) {
            throw new IOException("nvidia-smi told " + Arrays.toString(values) + " for " + names);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            String value = values[i].strip();
            if (!value.isEmpty() && !value.startsWith("[") && !value.startsWith("N/A")) {
                fields.put(names.get(i), value);
            }
        }
        return fields;
    }
}
