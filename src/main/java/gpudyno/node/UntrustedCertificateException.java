package gpudyno.node;

import gpudyno.model.net.Pairing;

/// A node showed a certificate that no known authority vouches for, and it was not told by which fingerprint to know it. Nothing was sent to it.
public final class UntrustedCertificateException extends NodeUnreachableException {
    private final transient Pairing shown;

    /// @param shown the node with the fingerprint that it showed
    public UntrustedCertificateException(Pairing shown, Throwable cause) {
        super(shown.address() + " shows a certificate of its own. Compare its fingerprint with the one that `gpudyno node --print-pairing`"
                + " prints on that machine; only if both are the same, attach " + shown, cause);
        this.shown = shown;
    }

    /// What attaches the node if its fingerprint is found to be right.
    public Pairing shown() {
        return shown;
    }
}
