/// The contract through which everything else uses a node, and its implementations: `local` starts and owns the engines, `remote` calls a
/// node elsewhere over HTTP, `server` offers a node over HTTP. One test suite checks `local` and `remote` against the same contract.
@NullMarked
package gpudyno.node;

import org.jspecify.annotations.NullMarked;
