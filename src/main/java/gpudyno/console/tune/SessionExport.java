package gpudyno.console.tune;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gpudyno.model.tune.SessionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A session as a JSON file, times in ISO 8601.
final class SessionExport {
    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT).build();

    private SessionExport() {
    }

    static Path write(SessionReport report, Path file) throws IOException {
        return Files.writeString(file, JSON.writeValueAsString(report));
    }
}
