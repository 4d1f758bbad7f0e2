package dev.heapcrest.report.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A protobuf message by its wire format, without any library: numbers and byte strings by field. */
final class ProtobufMessage {
    private final Map<Integer, List<Long>> numbers = new HashMap<>();
    private final Map<Integer, List<byte[]>> strings = new HashMap<>();

    ProtobufMessage(byte[] bytes) {
        Cursor in = new Cursor(bytes);
        while (in.at < bytes.length) {
            long tag = in.varint();
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 ->
                    numbers.computeIfAbsent(field, any -> new ArrayList<>()).add(in.varint());
                case 2 ->
                    strings.computeIfAbsent(field, any -> new ArrayList<>()).add(in.bytes());
                default -> throw new AssertionError("wire type " + (tag & 7) + " of field " + field);
            }
        }
    }

    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        byte[] bytes() {
            int length = Math.toIntExact(varint());
            byte[] part = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            if (at > bytes.length) {
                throw new AssertionError("a field goes beyond its message");
            }
            return part;
        }
    }

    /** The one value of a field; 0 where it is not there. */
    long number(int field) {
        List<Long> values = numbers.getOrDefault(field, List.of(0L));
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " values of field " + field);
        }
        return values.get(0);
    }

    /** Of a field that is repeated, not packed. */
    List<Long> numbers(int field) {
        return numbers.getOrDefault(field, List.of());
    }

    /** Of a packed field. */
    List<Long> packed(int field) {
        List<Long> values = new ArrayList<>();
        for (byte[] part : strings.getOrDefault(field, List.of())) {
            Cursor in = new Cursor(part);
            while (in.at < part.length) {
                values.add(in.varint());
            }
        }
        return values;
    }

    List<ProtobufMessage> messages(int field) {
        return strings.getOrDefault(field, List.of()).stream()
                .map(ProtobufMessage::new)
                .toList();
    }

    List<String> texts(int field) {
        return strings.getOrDefault(field, List.of()).stream()
                .map(ProtobufMessage::text)
                .toList();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }
}
