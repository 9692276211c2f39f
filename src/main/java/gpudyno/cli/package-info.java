/// The command line: one picocli class a command. Commands build nodes and talk to them through the contract.
@NullMarked
package gpudyno.cli;

import org.jspecify.annotations.NullMarked;
