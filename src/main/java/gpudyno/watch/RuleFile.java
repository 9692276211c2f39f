package gpudyno.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gpudyno.model.alert.AlertRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/// Alert rules and receivers as YAML: lists under `rules` and `receivers`, durations in ISO form such as `PT30S`.
public final class RuleFile {
    private static final int LONGEST = 1 << 20;
    static final int MOST = 1000;
    private static final ObjectMapper YAML = YAMLMapper.builder().addModule(new JavaTimeModule()).addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /// What the file holds.
    public record Content(List<AlertRule> rules, List<Receiver> receivers) {
        public Content {
            rules = List.copyOf(Objects.requireNonNullElse(rules, List.of()));
            receivers = List.copyOf(Objects.requireNonNullElse(receivers, List.of()));
        }
    }

    private RuleFile() {
    }

    /// @throws IllegalArgumentException if the text is no list of rules, names one twice, or an expression is wrong
    public static Content read(String text) {
        Content content = parsed(text);
        content.rules.forEach(rule -> Judge.problem(rule, _ -> null));
        return content;
    }

    /// As [#read], for what a node stored. A rule whose expression an earlier version took and this one refuses is kept and switched off.
    ///
    /// @param say told of each such rule, with the reason
    static Content stored(String text, Consumer<String> say) {
        Content content = parsed(text);
        List<AlertRule> rules = content.rules.stream().map(rule -> {
            try {
                Judge.problem(rule, _ -> null);
                return rule;
            } catch (IllegalArgumentException e) {
                say.accept(e.getMessage() + "; the rule is kept and switched off");
                return rule.switched(false);
            }
        }).toList();
        return new Content(rules, content.receivers);
    }

    private static Content parsed(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("rules of " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        Content content;
        try {
            content = YAML.readValue(text, Content.class);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new IllegalArgumentException(
                    "rules" + (place == null ? "" : ", line " + place.getLineNr()) + ": " + e.getOriginalMessage(), e);
        }
        if (content == null || content.rules.size() > MOST) {
            throw new IllegalArgumentException("a list of at most " + MOST + " rules under 'rules' is needed");
        }
        Set<String> ids = new HashSet<>();
        for (AlertRule rule : content.rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("rule " + rule.id() + " is there twice");
            }
        }
        return content;
    }

    public static String write(Content content) {
        try {
            return YAML.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write rules: " + e.getOriginalMessage(), e);
        }
    }

    /// The rules every node begins with.
    public static List<AlertRule> defaults() {
        try (InputStream stream = RuleFile.class.getResourceAsStream("/gpudyno/watch/rules.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the default alert rules are not on the class path");
            }
            return read(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
