package gpudyno.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gpudyno.store.JsonFault;
import gpudyno.watch.PushedMeters.Declared;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Users' meters as YAML: the list `meters`, in which each entry has a `meter` and, if it is derived, an `expression`; and the list
/// `scrapes`.
public final class MeterFile {
    private static final int LONGEST = 1 << 20;
    private static final ObjectMapper YAML = YAMLMapper.builder().addModule(new JavaTimeModule()).addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /// The contents of the file.
    public record Content(List<Declared> meters, List<Scrape> scrapes) {
        public Content {
            meters = List.copyOf(Objects.requireNonNullElse(meters, List.of()));
            scrapes = List.copyOf(Objects.requireNonNullElse(scrapes, List.of()));
        }
    }

    private MeterFile() {
    }

    /// @throws IllegalArgumentException if the text holds anything else
    public static Content read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("meters of " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        try {
            Content content = Objects.requireNonNullElse(YAML.readValue(text, Content.class), new Content(List.of(), List.of()));
            Set<String> names = new HashSet<>();
            content.scrapes.forEach(scrape -> {
                if (!names.add(scrape.name())) {
                    throw new IllegalArgumentException("scrape " + scrape.name() + " is there twice; each needs a name of its own");
                }
            });
            return content;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new IllegalArgumentException(
                    "meters" + (place == null ? "" : ", line " + place.getLineNr()) + ": " + JsonFault.inWords(e),
                    e);
        }
    }
}
