package gpudyno.watch;

import gpudyno.model.net.Address;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A receiver of notifications.
///
/// @param name unique among receivers
/// @param url `http` or `https`; never shown in full, because some contain a secret
/// @param secretFile file whose first line signs what is sent; empty for none
/// @param headers sent with everything
/// @param bearerTokenFile file whose first line is a bearer token to send; empty for none. A user and password in the address are sent too
public record Receiver(String name, Kind kind, URI url, Optional<String> secretFile, Map<String, String> headers,
        Optional<String> bearerTokenFile) {
    /// The format that a receiver expects.
    public enum Kind {
        /// A [Notification] as JSON.
        WEBHOOK,
        /// Slack's incoming webhooks and compatible services.
        SLACK,
        /// Prometheus Alertmanager's `POST /api/v2/alerts`.
        ALERTMANAGER
    }

    public Receiver {
        if (name == null || name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("a receiver needs a name of 1 to 64 characters");
        }
        if (url == null) {
            throw new IllegalArgumentException("receiver " + name + ": an http or https address is needed");
        }
        try {
            Address.of(url);
        } catch (IllegalArgumentException e) {
            // The exception's own message is not used: it contains the address, and the path of some addresses is a secret.
            throw new IllegalArgumentException("receiver " + name + ": an http or https address is needed", e);
        }
        kind = Objects.requireNonNullElse(kind, Kind.WEBHOOK);
        secretFile = Objects.requireNonNullElse(secretFile, Optional.empty());
        headers = RequestHeaders.checked("receiver " + name, headers);
        bearerTokenFile = Objects.requireNonNullElse(bearerTokenFile, Optional.empty());
    }

    /// A receiver that needs no credentials.
    public Receiver(String name, Kind kind, URI url, Optional<String> secretFile) {
        this(name, kind, url, secretFile, Map.of(), Optional.empty());
    }

    RequestHeaders requestHeaders() {
        return new RequestHeaders(headers, bearerTokenFile);
    }
}
