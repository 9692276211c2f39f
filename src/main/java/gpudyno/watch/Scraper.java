package gpudyno.watch;

import gpudyno.exposition.ScrapedText;
import gpudyno.model.OneLine;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Scrapes endpoints, each at its own interval on its own thread. Endpoints come and go while it runs.
public final class Scraper implements AutoCloseable {
    /// The same header as Prometheus 3: asks for names with any letters, and for the classic format from servers that do not support that.
    private static final String ACCEPTED = "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private static final int LONGEST_NAME = 40;

    private final OkHttpClient http = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, ScrapeOutcome> status = new ConcurrentHashMap<>();
    private final Map<String, Target> targets = new TreeMap<>();
    private final PushedMeters meters;

    private record Target(Scrape scrape, Thread thread) {}

    public Scraper(List<Scrape> scrapes, PushedMeters meters) {
        this.meters = meters;
        scrapes.forEach(this::add);
    }

    /// Scrapes one more endpoint from now on.
    ///
    /// @throws IllegalArgumentException if there is one of its name
    public final synchronized void add(Scrape scrape) {
        if (targets.containsKey(scrape.name())) {
            throw new IllegalArgumentException("there is a scrape of the name " + scrape.name() + " already");
        }
        meters.target(scrape.name(), () -> up(scrape.name()));
        Thread thread = Thread.ofVirtual().name("scrape-" + scrape.name()).unstarted(() -> scrape(scrape));
        targets.put(scrape.name(), new Target(scrape, thread));
        thread.start();
    }

    /// Ends the scrapes of an endpoint. Its series end, too.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public synchronized void remove(String name) {
        Target gone = targets.remove(name);
        if (gone == null) {
            throw new IllegalArgumentException("no endpoint is scraped by the name '" + OneLine.shortened(name, LONGEST_NAME) + "'; "
                    + (targets.isEmpty() ? "none is scraped" : "those that are: " + String.join(", ", targets.keySet())));
        }
        gone.thread.interrupt();
        meters.forgetTarget(name);
        status.remove(name);
    }

    /// The endpoints that are scraped, by name.
    public synchronized List<Scrape> scrapes() {
        return targets.values().stream().map(Target::scrape).toList();
    }

    private void scrape(Scrape scrape) {
        ScrapedMeters own = new ScrapedMeters(scrape, meters);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ScrapeOutcome outcome = once(scrape, own);
                if (outcome.isFailure()) {
                    own.away();
                }
                told(scrape.name(), outcome);
                Thread.sleep(scrape.every());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended(scrape.name(), own);
    }

    /// Its series end, unless the scraper itself is closed, or another endpoint has the name already.
    private synchronized void ended(String name, ScrapedMeters own) {
        if (!targets.containsKey(name)) {
            own.end();
        }
    }

    /// What comes of a scrape after its end is told nobody.
    private synchronized void told(String name, ScrapeOutcome outcome) {
        Target target = targets.get(name);
        if (target != null && target.thread.equals(Thread.currentThread())) {
            status.put(name, outcome);
        }
    }

    private double up(String target) {
        ScrapeOutcome last = status.get(target);
        return last == null ? Double.NaN : last.isFailure() ? 0 : 1;
    }

    private ScrapeOutcome once(Scrape scrape, ScrapedMeters meters) {
        try {
            Request.Builder request = new Request.Builder().url(Address.of(scrape.url()).uri().toString()).header("Accept", ACCEPTED);
            scrape.requestHeaders().apply(request, scrape.url());
            return read(request.build(), meters);
        } catch (IOException e) {
            return new ScrapeOutcome.Unreachable(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // Whatever a foreign server sends, the next scrape still takes place.
            return new ScrapeOutcome.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private ScrapeOutcome read(Request request, ScrapedMeters meters) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            if (response.code() != 200) {
                return new ScrapeOutcome.Status(response.code());
            }
            var source = response.body().source();
            if (source.request(ScrapedText.LONGEST + 1L)) {
                return new ScrapeOutcome.TooLong(ScrapedText.LONGEST);
            }
            return meters.accept(source.readString(StandardCharsets.UTF_8));
        }
    }

    /// The result of the last scrape of each endpoint, by name.
    public Map<String, ScrapeOutcome> status() {
        return new TreeMap<>(status);
    }

    @Override
    public synchronized void close() {
        targets.values().forEach(target -> target.thread.interrupt());
        targets.keySet().forEach(meters::forgetTarget);
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
