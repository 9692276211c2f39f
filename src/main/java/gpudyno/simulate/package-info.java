/// A simulated LLM server: no model, but the queueing of one. Requests share steps of a scheduler whose time grows with what it batches, so
/// there is a true saturation knee to find. Everything that shows it says *simulated*.
///
/// The JDK's HTTP server on virtual threads serves it: a test bed needs no more.
@NullMarked
package gpudyno.simulate;

import org.jspecify.annotations.NullMarked;
