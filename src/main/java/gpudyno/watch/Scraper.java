package gpudyno.watch;

import gpudyno.exposition.ScrapedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Reads endpoints, each in its own time on its own thread.
public final class Scraper implements AutoCloseable {
    private final OkHttpClient http = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, String> status = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    public Scraper(List<Scrape> scrapes, PushedMeters meters) {
        for (Scrape scrape : scrapes) {
            ScrapedMeters own = new ScrapedMeters(scrape, meters);
            threads.add(Thread.ofVirtual().name("scrape-" + scrape.name()).start(() -> {
                try {
                    while (true) {
                        status.put(scrape.name(), once(scrape, own));
                        Thread.sleep(scrape.every());
                    }
                } catch (InterruptedException e) {
                    // Closed.
                    Thread.currentThread().interrupt();
                }
            }));
        }
    }

    private String once(Scrape scrape, ScrapedMeters meters) {
        Request request = new Request.Builder().url(scrape.url().toString()).header("Accept", "text/plain;version=0.0.4").build();
        try (Response response = http.newCall(request).execute()) {
            if (response.code() != 200) {
                return "failed: status " + response.code();
            }
            var source = response.body().source();
            if (source.request(ScrapedText.LONGEST + 1L)) {
                return "failed: more than " + ScrapedText.LONGEST + " bytes";
            }
            ScrapedMeters.Result result = meters.accept(source.readString(StandardCharsets.UTF_8));
            return result.taken() + " samples" + (result.left() == 0 ? "" : ", " + result.left() + " left out");
        } catch (IOException | RuntimeException e) {
            // Whatever a stranger serves, the next scrape is tried.
            return "failed: " + e.getMessage();
        }
    }

    /// How the last scrape of each endpoint went, by its name.
    public Map<String, String> status() {
        return new TreeMap<>(status);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
