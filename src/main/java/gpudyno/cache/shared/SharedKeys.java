package gpudyno.cache.shared;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The keys of one model's answers: `namespace:model@revision:` and the SHA-256 of what was asked, in hexadecimal. So keys are short however
/// long a question is, hold none of its text, and those of a new revision of a model never meet those of the old one.
///
/// @param prefix everything before the digest
public record SharedKeys(String prefix) {
    /// @param revision what tells two models of one name apart, such as a digest of its weights
    public static SharedKeys of(String namespace, String model, String revision) {
        return new SharedKeys(namespace + ":" + model(model, revision) + ":");
    }

    /// `model@revision`, with which the names of a model's entries begin in every cache.
    public static String model(String model, String revision) {
        return plain(model) + "@" + plain(revision);
    }

    public String of(byte[] asked) {
        try {
            return prefix + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asked));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._/-]", "_");
    }
}
