/// What can be read. A meter has an id, a unit, a kind and label names; with label values it is a series. All series of a
/// node at one second make a frame; frames roll up by merging, and percentiles are read from merged histograms, never averaged.
@NullMarked
package gpudyno.model.meter;

import org.jspecify.annotations.NullMarked;
