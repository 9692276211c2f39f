package gpudyno.model.node;

import gpudyno.model.knob.Configuration;

/// A change worth making, with its predicted effect and what that rests on.
public record Recommendation(String title, Configuration change, String effect, String evidence) {}
