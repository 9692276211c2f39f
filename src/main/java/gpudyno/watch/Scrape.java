package gpudyno.watch;

import gpudyno.expression.BoundedRegex;
import gpudyno.model.net.Address;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Prometheus or OpenMetrics endpoint to read meters from.
///
/// @param name prefix of the ids of its meters: a word of lower-case letters and digits
/// @param every how often, 1 s to 1 h
/// @param keep which metric names are read: an RE2 expression that must match the whole name; all names if none is given
/// @param dropLabels labels that are left out, such as those with a value for every request
/// @param relabel rules applied in order, before everything else
/// @param mostSeries the most series that are read, 1 to 10000; further ones are only counted
/// @param headers sent with every scrape
/// @param bearerTokenFile file whose first line is a bearer token to send; empty for none. A user and password in the address are sent too
public record Scrape(String name, URI url, Duration every, String keep, List<String> dropLabels, List<Relabel> relabel,
        Integer mostSeries, Map<String, String> headers, Optional<String> bearerTokenFile) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final String EVERYTHING = ".*";
    private static final int DEFAULT_SERIES = 2000;
    private static final int MOST_SERIES = 10_000;

    public Scrape {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("scrape '" + name + "': a name of lower-case letters and digits is needed, such as vllm");
        }
        if (url == null) {
            throw new IllegalArgumentException("scrape " + name + ": an http or https address is needed");
        }
        try {
            Address.of(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scrape " + name + ": " + e.getMessage(), e);
        }
        every = Objects.requireNonNullElse(every, USUAL);
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("scrape " + name + ": every must lie from PT1S to PT1H, got " + every);
        }
        keep = Objects.requireNonNullElse(keep, EVERYTHING);
        try {
            BoundedRegex.compile(keep);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scrape " + name + ": keep: " + e.getMessage(), e);
        }
        dropLabels = List.copyOf(Objects.requireNonNullElse(dropLabels, List.of()));
        relabel = List.copyOf(Objects.requireNonNullElse(relabel, List.of()));
        mostSeries = Objects.requireNonNullElse(mostSeries, DEFAULT_SERIES);
        if (mostSeries < 1 || mostSeries > MOST_SERIES) {
            throw new IllegalArgumentException("scrape " + name + ": mostSeries must lie from 1 to " + MOST_SERIES + ", got " + mostSeries);
        }
        headers = RequestHeaders.checked("scrape " + name, headers);
        bearerTokenFile = Objects.requireNonNullElse(bearerTokenFile, Optional.empty());
    }

    /// A scrape that needs no credentials.
    public Scrape(String name, URI url, Duration every, String keep, List<String> dropLabels, List<Relabel> relabel, Integer mostSeries) {
        this(name, url, every, keep, dropLabels, relabel, mostSeries, Map.of(), Optional.empty());
    }

    /// Everything an endpoint offers, as often and as much as is usual.
    public static Scrape all(String name, URI url) {
        return new Scrape(name, url, USUAL, EVERYTHING, List.of(), List.of(), DEFAULT_SERIES);
    }

    RequestHeaders requestHeaders() {
        return new RequestHeaders(headers, bearerTokenFile);
    }
}
