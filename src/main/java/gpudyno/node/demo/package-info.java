/// The fleet of `gpudyno --demo`: nodes that are made up, each a simulated machine with simulated GPUs and a small model of the load it
/// serves. Frames, alert rules, causes and the stream are those of real nodes; sessions and runs are not simulated.
@NullMarked
package gpudyno.node.demo;

import org.jspecify.annotations.NullMarked;
