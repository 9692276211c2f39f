package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.store.Json;
import gpudyno.store.PrivateFiles;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The issued tokens of a node, in `tokens.json` of its data folder (mode 600), by their hashes.
///
/// A file and not a table of the store, because only one process may write to the store: `gpudyno token` changes this file whether the node
/// runs or not, and a running node notices. A lock beside it orders the changes of several processes.
public final class TokenFile {
    static final String NAME = "tokens.json";
    private static final int MOST = 1_000;
    private static final TypeReference<List<IssuedToken>> LIST = new TypeReference<>() {
    };

    private final Path folder;
    private final Path file;

    /// @param issued as it is stored
    /// @param text the token itself, which is shown once and kept nowhere
    public record Made(IssuedToken issued, String text) {
        /// Without the token.
        @Override
        public String toString() {
            return issued.toString();
        }
    }

    private TokenFile(Path folder) {
        this.folder = folder;
        file = folder.resolve(NAME);
    }

    public static TokenFile in(Path dataFolder) {
        return new TokenFile(dataFolder);
    }

    Path path() {
        return file;
    }

    /// All tokens, revoked ones too, in the order in which they were made.
    ///
    /// @throws StoreException if there is a file that cannot be read
    public List<IssuedToken> load() {
        try {
            return Files.exists(file) ? Json.MAPPER.readValue(Files.readString(file), LIST) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("the tokens in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Makes a token of 256 random bits.
    ///
    /// @param rate requests a second, of an API key only
    /// @param concurrent requests at once, of an API key only
    /// @throws IllegalArgumentException if a field is wrong or a valid token has the name
    public Made add(String name, Role role, Optional<Double> rate, Optional<Integer> concurrent) {
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        String text = HexFormat.of().formatHex(bits);
        IssuedToken made = new IssuedToken(name, role, sha256(text), Instant.now(), Optional.empty(), Optional.empty(), rate, concurrent);
        update(tokens -> {
            if (tokens.stream().anyMatch(one -> one.name().equals(name))) {
                throw new IllegalArgumentException("name: there is or was a token '" + name + "' already; take another name");
            }
            if (tokens.size() >= MOST) {
                throw new IllegalArgumentException("there are " + MOST + " tokens already, the most a node keeps");
            }
            List<IssuedToken> more = new ArrayList<>(tokens);
            more.add(made);
            return more;
        });
        return new Made(made, text);
    }

    /// Ends a token's validity. It stays in the list, so that the list tells what has been.
    ///
    /// @throws IllegalArgumentException if there is no valid token of that name
    public void revoke(String name) {
        update(tokens -> {
            if (tokens.stream().noneMatch(one -> one.name().equals(name) && one.isValid())) {
                throw new IllegalArgumentException("name: there is no valid token '" + name + "'");
            }
            return tokens.stream().map(one -> one.name().equals(name) ? one.revokedAt(Instant.now()) : one).toList();
        });
    }

    /// Writes when tokens were used last.
    void used(Map<String, Instant> lastUses) {
        update(tokens -> tokens.stream()
                .map(one -> lastUses.containsKey(one.name()) ? one.usedAt(lastUses.get(one.name())) : one).toList());
    }

    private synchronized void update(UnaryOperator<List<IssuedToken>> change) {
        Path lock = folder.resolve("tokens.lock");
        try {
            PrivateFiles.folder(folder);
            PrivateFiles.create(lock);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
                PrivateFiles.write(file, Json.pretty(change.apply(load())));
            }
        } catch (IOException e) {
            throw new StoreException("the tokens in " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
