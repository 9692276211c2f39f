package gpudyno.node.server;

import gpudyno.store.PrivateFiles;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The bearer token of a node's API: 256 random bits, created at the first start, in a file that only its owner can read.
public final class ApiToken {
    private final Path file;
    private final byte[] token;

    private ApiToken(Path file, String token) {
        this.file = file;
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads the token's file, or creates it.
    public static ApiToken at(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] bits = new byte[32];
                new SecureRandom().nextBytes(bits);
                PrivateFiles.write(file, HexFormat.of().formatHex(bits));
            }
            String token = Files.readString(file).strip();
            if (token.length() < 32) {
                throw new StoreException("the token file " + file + " holds " + token.length()
                        + " characters, at least 32 are needed; delete it to have a new one made");
            }
            return new ApiToken(file, token);
        } catch (IOException e) {
            throw new StoreException("the token file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// Whether an `Authorization` header carries this token; the comparison takes the same time for any wrong token of the same length.
    boolean admits(@org.jspecify.annotations.Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ")
                && MessageDigest.isEqual(authorization.substring(7).getBytes(StandardCharsets.US_ASCII), token);
    }

    Path file() {
        return file;
    }

    /// The token itself, for a console on this machine or to be shown once.
    public String text() {
        return new String(token, StandardCharsets.US_ASCII);
    }
}
