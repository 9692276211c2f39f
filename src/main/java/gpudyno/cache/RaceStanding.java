package gpudyno.cache;

import java.time.Duration;
import java.util.Optional;

/// How the two policies do against each other on a sample of the keys.
///
/// @param shadowKeys keys that each shadow holds; 512, or as many as fit into the cache where these are fewer
/// @param requests of the sample since the shadows began
/// @param frequentPercent hits that W-TinyLFU had of about the last 4,000 of them; NaN before the first
/// @param recentPercent likewise LRU
/// @param switches how often the followed policy changed
/// @param sinceSwitch empty before the first
public record RaceStanding(int shadowKeys, long requests, double frequentPercent, double recentPercent, int switches,
        Optional<Duration> sinceSwitch) {}
