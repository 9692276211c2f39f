package gpudyno.gpu.compute;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The texts that come with the program.
final class Resource {
    private Resource() {
    }

    static String text(String name) {
        try (InputStream stream = Resource.class.getResourceAsStream("/gpudyno/compute/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the program is incomplete: compute/" + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
