package gpudyno.node.server;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A token of a node's API or an API key of its model server, as it is stored: by its hash, which gives no access.
///
/// @param name what people call it; unique on its node
/// @param sha256 of its text, in hexadecimal
/// @param lastUsed to about a minute; empty if never
/// @param revoked when it ceased to be valid
/// @param rate requests a second that an API key may send at most; empty for no limit
/// @param concurrent requests of an API key that may be in progress at once; empty for no limit
public record IssuedToken(String name, Role role, String sha256, Instant created, Optional<Instant> lastUsed, Optional<Instant> revoked,
        Optional<Double> rate, Optional<Integer> concurrent) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final double MOST_PER_SECOND = 1_000_000;
    private static final int MOST_AT_ONCE = 100_000;

    /// @throws IllegalArgumentException naming the field that is wrong and what is allowed
    public IssuedToken {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: 1 to 63 letters, digits and ._- are needed, beginning with a letter or digit");
        }
        if (role == Role.ANYONE) {
            throw new IllegalArgumentException("role: reader, operator or client is needed");
        }
        if (role != Role.CLIENT && (rate.isPresent() || concurrent.isPresent())) {
            throw new IllegalArgumentException("rate and concurrent: limits are for API keys, which have the role client");
        }
        if (rate.filter(limit -> !(limit > 0 && limit <= MOST_PER_SECOND)).isPresent()) {
            throw new IllegalArgumentException("rate: more than 0 and at most 1000000 requests a second are allowed, got " + rate.get());
        }
        if (concurrent.filter(limit -> limit < 1 || limit > MOST_AT_ONCE).isPresent()) {
            throw new IllegalArgumentException("concurrent: 1 to 100000 requests at once are allowed, got " + concurrent.get());
        }
    }

    @JsonIgnore
    boolean isValid() {
        return revoked.isEmpty();
    }

    IssuedToken usedAt(Instant at) {
        return new IssuedToken(name, role, sha256, created, Optional.of(at), revoked, rate, concurrent);
    }

    IssuedToken revokedAt(Instant at) {
        return new IssuedToken(name, role, sha256, created, lastUsed, Optional.of(at), rate, concurrent);
    }
}
