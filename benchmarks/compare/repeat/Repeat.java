import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Makes a capture of a program that does the same thing N times, out of a capture of a program that does it once.
 *
 * <p>{@code benchmarks/compare/repeat/repeat IN OUT TIMES} reads a capture of header version 12 or 13 without native
 * stacks and writes a raw one, or an LZ4 one when OUT ends in {@code .lz4.bin}. After each repetition everything that is
 * still live is given back and every frame is left, so that the next one starts from the same state: live memory, stacks
 * and code objects do not grow with the length. Records are decoded and encoded again, because address cache and
 * registers of the format go on across repetitions. LZ4 comes from and goes to the {@code lz4} command.
 */
final class Repeat {
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: repeat IN OUT TIMES");
            System.exit(2);
        }
        Path in = Path.of(arguments[0]);
        int times = Integer.parseInt(arguments[2]);
        Balance balance = new Balance();
        byte[] header;
        try (Reader reader = new Reader(in)) {
            header = reader.header();
            new Pass(reader, balance).run();
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long durationMillis = balance.lastMillis + 10;
        fields.putLong(17, times * (balance.allocationRecords + balance.closingRecords()));
        fields.putLong(41, fields.getLong(33) + times * durationMillis);
        try (Writer writer = new Writer(Path.of(arguments[1]))) {
            writer.bytes(header, header.length);
            for (int repetition = 0; repetition < times; repetition++) {
                try (Reader reader = new Reader(in)) {
                    reader.header();
                    new Pass(reader, new Copy(writer, repetition == 0, repetition * durationMillis)).run();
                }
                balance.close(writer);
            }
            writer.trailer();
        }
        System.err.printf("%,d allocation records%n", fields.getLong(17));
    }

    private Repeat() {}
}
