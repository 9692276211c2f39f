/// The Traces page: the requests that were kept, the stages of one of them, and what made it slower than ordinary ones.
@NullMarked
package gpudyno.console.traces;

import org.jspecify.annotations.NullMarked;
