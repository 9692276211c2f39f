package gpudyno.watch;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/// Who is told.
///
/// @param name unique among receivers
/// @param url `http` or `https`; never shown whole, for some carry their secret in it
/// @param secretFile file whose first line signs what is sent; empty for none
public record Receiver(String name, Kind kind, URI url, Optional<String> secretFile) {
    /// What a receiver understands.
    public enum Kind {
        /// A [Notification] as JSON.
        WEBHOOK,
        /// Slack's incoming webhooks and what imitates them.
        SLACK,
        /// Prometheus Alertmanager's `POST /api/v2/alerts`.
        ALERTMANAGER
    }

    public Receiver {
        if (name == null || name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("a receiver needs a name of 1 to 64 characters");
        }
        if (url == null || HttpUrl.parse(url.toString()) == null) {
            throw new IllegalArgumentException("receiver " + name + ": an http or https address is needed");
        }
        kind = Objects.requireNonNullElse(kind, Kind.WEBHOOK);
        secretFile = Objects.requireNonNullElse(secretFile, Optional.empty());
    }
}
