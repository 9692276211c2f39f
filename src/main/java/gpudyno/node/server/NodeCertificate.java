package gpudyno.node.server;

import gpudyno.store.PrivateFiles;
import gpudyno.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;

/// The certificate and key by which a node proves itself over TLS: made by the node for itself, or the operator's.
///
/// @param chain the node's own certificate first
/// @param certificateFile PEM
/// @param keyFile PEM, PKCS #8; the same file as that of a self-made certificate
/// @param selfMade whether only its fingerprint proves it
public record NodeCertificate(List<X509Certificate> chain, PrivateKey key, Path certificateFile, Path keyFile, boolean selfMade) {
    static final String FILE = "certificate.pem";
    private static final byte[] TRIED = {1, 2, 3};
    private static final long DAYS = 3_650;
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern ALL_KEYS = Pattern
            .compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s]+-----END [A-Z ]*PRIVATE KEY-----");

    /// The self-made certificate in a data folder; made if it is not there yet, for ten years. Only its owner can read the file.
    ///
    /// @throws StoreException if it cannot be read or written
    public static NodeCertificate selfMadeIn(Path dataFolder) {
        Path file = dataFolder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                HeldCertificate.Builder builder = new HeldCertificate.Builder().ecdsa256().commonName("GPU Dyno node").duration(DAYS,
                        TimeUnit.DAYS);
                names().forEach(builder::addSubjectAlternativeName);
                HeldCertificate made = builder.build();
                PrivateFiles.write(file, made.certificatePem() + made.privateKeyPkcs8Pem());
            }
            PrivateFiles.tighten(file);
        } catch (IOException e) {
            throw new StoreException("the certificate " + file + " cannot be used: " + e.getMessage(), e);
        }
        return read(file, file, true);
    }

    private static TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException _) {
            // A machine without a name; the fingerprint proves its node all the same.
        }
        return names;
    }

    /// The operator's certificate, its chain after it, and its key.
    ///
    /// @throws StoreException naming the file that cannot be used, and why
    public static NodeCertificate of(Path certificateFile, Path keyFile) {
        return read(certificateFile, keyFile, false);
    }

    private static NodeCertificate read(Path certificateFile, Path keyFile, boolean selfMade) {
        NodeCertificate read = new NodeCertificate(chain(certificateFile), key(keyFile), certificateFile, keyFile, selfMade);
        if (!read.keyFits()) {
            throw new StoreException("the key in " + keyFile + " is not that of the certificate in " + certificateFile);
        }
        Instant end = read.validUntil();
        if (end.isBefore(Instant.now())) {
            throw new StoreException("the certificate in " + certificateFile + " has expired on " + end + (selfMade
                    ? "; delete the file to have a new one made, and attach consoles anew with its fingerprint"
                    : "; give one that is valid"));
        }
        return read;
    }

    private boolean keyFits() {
        try {
            Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> "EdDSA";
            });
            signature.initSign(key);
            signature.update(TRIED);
            byte[] signed = signature.sign();
            signature.initVerify(chain.getFirst().getPublicKey());
            signature.update(TRIED);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            // Of different algorithms.
            return false;
        }
    }

    private static List<X509Certificate> chain(Path file) {
        try {
            String certificates = ALL_KEYS.matcher(Files.readString(file)).replaceAll("");
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8))).stream()
                    .map(X509Certificate.class::cast).toList();
            if (chain.isEmpty()) {
                throw new StoreException("there is no certificate in " + file + "; PEM is needed (-----BEGIN CERTIFICATE-----)");
            }
            return chain;
        } catch (IOException | GeneralSecurityException e) {
            throw new StoreException("the certificate " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) {
        try {
            Matcher key = KEY.matcher(Files.readString(file));
            if (!key.find()) {
                throw new StoreException("there is no key that can be used in " + file
                        + "; an unencrypted one in PKCS #8 is needed (-----BEGIN PRIVATE KEY-----), as `openssl pkcs8 -topk8 -nodes` writes it");
            }
            PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
            for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException _) {
                    // Of another algorithm.
                }
            }
            throw new StoreException("the key in " + file + " is of no algorithm that can be used: EC, RSA and Ed25519 can");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StoreException("the key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The same files, read again.
    NodeCertificate again() {
        return read(certificateFile, keyFile, selfMade);
    }

    /// SHA-256 of the node's own certificate, in 64 lower-case hexadecimal digits; `openssl x509 -fingerprint -sha256` tells the same.
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(chain.getFirst().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has a fingerprint", e);
        }
    }

    public Instant validUntil() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// For the TLS engine; it stays in memory.
    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key, new char[0], chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new StoreException("the certificate in " + certificateFile + " and the key in " + keyFile + " do not go together: "
                    + e.getMessage(), e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return certificateFile + ", valid until " + validUntil();
    }
}
