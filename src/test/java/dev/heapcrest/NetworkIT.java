package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command asks the network for anything, nor does a tool that it starts; one that does is seen here. */
class NetworkIT {
    /** A network of its own, with nothing in it: the kernel counts what finds no way out of it. */
    private static final List<String> ALONE = List.of("unshare", "--map-root-user", "--net");

    /** Runs a command, then copies the counters of its network. */
    private static final String COUNTED = "counters=$1; shift; \"$@\"; code=$?;"
            + " cat /proc/net/snmp /proc/net/snmp6 >\"$counters\" 2>/dev/null; exit $code";

    /** Whatever opens a connection or resolves a name loads one of them. Gson knows of InetAddress, and leaves it alone. */
    private static final Pattern NETWORK_CLASS =
            Pattern.compile("java\\.net\\.(Socket|ServerSocket|DatagramSocket|Inet[46]AddressImpl|HttpURLConnection)"
                    + "|sun\\.nio\\.ch\\.(SocketChannelImpl|ServerSocketChannelImpl|DatagramChannelImpl|Net)"
                    + "|jdk\\.internal\\.net\\.http\\..*");

    @TempDir
    Path folder;

    /** What a tool would ask for, if it were allowed to. */
    private static final Map<String, String> SERVERS = Map.of("DEBUGINFOD_URLS", "http://192.0.2.1/");

    private Path counters;

    @BeforeEach
    void copyCaptures() throws IOException {
        counters = folder.resolve("counters.txt");
        Files.copy(Path.of("testdata/captures/complex-h13-py313-lz4.bin"), folder.resolve("x.bin"));
        Files.copy(Path.of("testdata/captures-native/forged-h13-raw.bin"), folder.resolve("native.bin"));
    }

    private static List<List<String>> commands() {
        String root = Path.of("testdata/captures-native/root").toAbsolutePath().toString();
        return List.of(
                List.of("symbols", "-f", "--sysroot", root, "native.bin"),
                List.of("flamegraph", "-f", "native.bin"),
                List.of("flamegraph", "-f", "--temporal", "x.bin"),
                List.of("flamegraphs", "-f", "-d", "pages", "x.bin"),
                List.of("transform", "pprof", "-f", "x.bin"),
                List.of("stats", "--json", "native.bin"),
                List.of("partial", "-f", "x.bin"),
                List.of("merge", "--json", "-", "x.bin", "native.bin"),
                List.of("diff", "x.bin", "native.bin"),
                List.of("compact", "-f", "x.bin"),
                List.of("dump", "x.bin"));
    }

    /** Sent, or refused since nothing leads there: by IPv4, IPv6, and any protocol over them. */
    private long attempts() throws IOException {
        long attempts = 0;
        List<String> names = List.of();
        for (String line : Files.readAllLines(counters)) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (line.startsWith("Ip: ") && names.isEmpty()) {
                names = words;
            } else if (line.startsWith("Ip: ")) {
                attempts += Long.parseLong(words.get(names.indexOf("OutRequests")))
                        + Long.parseLong(words.get(names.indexOf("OutNoRoutes")));
            } else if (line.startsWith("Ip6OutRequests") || line.startsWith("Ip6OutNoRoutes")) {
                attempts += Long.parseLong(words.get(1));
            }
        }
        return attempts;
    }

    private List<String> counted() {
        List<String> before = new ArrayList<>(ALONE);
        before.addAll(List.of("/bin/sh", "-c", COUNTED, "sh", counters.toString()));
        return before;
    }

    private void assumeANetworkOfItsOwn() throws Exception {
        List<String> trial = new ArrayList<>(ALONE);
        trial.add("true");
        int exitCode;
        try {
            exitCode = new ProcessBuilder(trial).start().waitFor();
        } catch (IOException noSuchProgram) {
            exitCode = -1;
        }
        assumeTrue(
                exitCode == 0, "this machine gives no process a network of its own (" + String.join(" ", trial) + ")");
    }

    @Test
    void no_command_sends_anything_to_a_network() throws Exception {
        assumeANetworkOfItsOwn();
        for (List<String> command : commands()) {
            new JarProcess(folder)
                    .startedBy(counted().toArray(new String[0]))
                    .environment(SERVERS)
                    .run(null, command);
            assertEquals(0, attempts(), command::toString);
        }
        assertTrue(Files.size(folder.resolve("native.bin.symbols")) > 1_000, "with symbols");
    }

    /** Otherwise the test above could not fail. */
    @Test
    void an_attempt_is_counted() throws Exception {
        assumeANetworkOfItsOwn();
        List<String> command = counted();
        command.addAll(List.of(
                JarProcess.JAVA.toString(),
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                Attempt.class.getName()));
        assertEquals(
                0, new ProcessBuilder(command).redirectErrorStream(true).start().waitFor());
        assertTrue(attempts() > 0, () -> "not seen");
    }

    /** Asks for a connection. */
    static final class Attempt {
        private Attempt() {}

        public static void main(String[] arguments) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 80));
            } catch (IOException expected) {
                // there is nobody; the kernel has counted the attempt
            }
        }
    }

    /** The same where no network can be had: Java code that asks for one loads classes for it. */
    @Test
    void no_command_loads_a_class_that_opens_connections() throws Exception {
        for (List<String> command : commands()) {
            Path log = folder.resolve("classes.txt");
            new JarProcess(folder)
                    .options(List.of("-Xlog:class+load:file=" + log))
                    .environment(SERVERS)
                    .run(null, command);
            try (Stream<String> lines = Files.lines(log)) {
                List<String> loaded = lines.map(line ->
                                line.replaceFirst("^(\\[[^]]*\\])+ ", "").split(" ")[0])
                        .toList();
                assertTrue(loaded.contains("dev.heapcrest.cli.Main"), command::toString);
                assertEquals(
                        List.of(),
                        loaded.stream()
                                .filter(name -> NETWORK_CLASS.matcher(name).matches())
                                .toList(),
                        command::toString);
            }
        }
    }
}
