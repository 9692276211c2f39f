package gpudyno.model.tune;

import gpudyno.model.knob.Configuration;

/// A part of a subject's space whose best is asked for too, beside the best of all: the configurations in which one switch stands so.
///
/// @param words for people, such as `with the cache off`
/// @param knob id of the switch
/// @param value where it stands in this part
/// @param ignored id of the meter whose target does not count in this part; empty for none
public record Restriction(String words, String knob, boolean value, String ignored) {
    public boolean holds(Configuration configuration) {
        return Boolean.valueOf(value).equals(configuration.get(knob));
    }

    /// The configuration brought into this part.
    public Configuration inside(Configuration configuration) {
        return configuration.with(knob, value);
    }

    /// The configuration brought out of it.
    public Configuration outside(Configuration configuration) {
        return configuration.with(knob, !value);
    }
}
