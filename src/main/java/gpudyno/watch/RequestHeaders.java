package gpudyno.watch;

import gpudyno.model.net.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Headers that authorise a request to another server. Their values never appear in a message.
///
/// @param headers by name, at most 20
/// @param bearerTokenFile file whose first line is a bearer token, read again for every request; empty for none
record RequestHeaders(Map<String, String> headers, Optional<String> bearerTokenFile) {
    private static final int MOST = 20;
    private static final int LONGEST = 4096;

    /// @param of owner of the headers, for messages
    /// @throws IllegalArgumentException if a name or value is not allowed in a request
    static Map<String, String> checked(String of, @Nullable Map<String, String> headers) {
        Map<String, String> given = Map.copyOf(Objects.requireNonNullElse(headers, Map.of()));
        if (given.size() > MOST) {
            throw new IllegalArgumentException(of + ": " + given.size() + " headers, at most " + MOST + " are sent");
        }
        given.forEach((name, value) -> {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")) {
                throw new IllegalArgumentException(of + ": a header's name is a word such as X-Api-Key");
            }
            if (value.length() > LONGEST || !value.matches("[\\t\\x20-\\x7e]*")) {
                throw new IllegalArgumentException(
                        of + ": the value of header " + name + " has at most " + LONGEST + " characters, all printable ASCII");
            }
        });
        return given;
    }

    /// @param url whose user and password, if it names them, are sent as basic credentials
    /// @throws IOException if the token's file cannot be read
    void apply(Request.Builder request, URI url) throws IOException {
        Address.of(url).authorization().ifPresent(value -> request.header("Authorization", value));
        headers.forEach(request::header);
        if (bearerTokenFile.isPresent()) {
            request.header("Authorization", "Bearer " + token(bearerTokenFile.get()));
        }
    }

    private static String token(String file) throws IOException {
        try {
            String token = Files.readString(Path.of(file)).lines().findFirst().orElse("").strip();
            if (!token.matches("[\\x21-\\x7e]{1,4096}")) {
                throw new IOException("the bearer token's file holds no token in its first line");
            }
            return token;
        } catch (InvalidPathException e) {
            throw new IOException("the bearer token's file has no valid name", e);
        }
    }
}
