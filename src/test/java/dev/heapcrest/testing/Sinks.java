package dev.heapcrest.testing;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.RecordSink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Sinks that pass records on or write them down. */
public final class Sinks {
    private Sinks() {}

    /** Each call goes to all of them, in order. */
    @SafeVarargs
    public static <T> T tee(Class<T> type, T... sinks) {
        return proxy(type, (method, arguments) -> {
            for (T sink : sinks) {
                try {
                    method.invoke(sink, arguments);
                } catch (InvocationTargetException problem) {
                    throw problem.getCause();
                }
            }
        });
    }

    /** Each call becomes a line of {@code log}. */
    public static <T> T log(Class<T> type, List<String> log) {
        return proxy(type, (method, arguments) -> {
            StringBuilder line = new StringBuilder(method.getName());
            for (Object argument : arguments == null ? new Object[0] : arguments) {
                line.append(' ').append(text(argument));
            }
            log.add(line.toString());
        });
    }

    /** Tells the number of each call, from 0, before it goes on. */
    public static RecordSink counting(RecordSink sink, IntConsumer before) {
        int[] number = new int[1];
        return proxy(RecordSink.class, (method, arguments) -> {
            before.accept(number[0]);
            number[0]++;
            try {
                method.invoke(sink, arguments);
            } catch (InvocationTargetException problem) {
                throw problem.getCause();
            }
        });
    }

    /** The records with a clock that was never set back: a memory record is no earlier than the one before. */
    public static RecordSink risingClock(RecordSink sink) {
        long[] latest = {Long.MIN_VALUE};
        return proxy(RecordSink.class, (method, arguments) -> {
            if (method.getName().equals("memory")) {
                latest[0] = Math.max(latest[0], (long) arguments[0]);
                arguments[0] = latest[0];
            }
            try {
                method.invoke(sink, arguments);
            } catch (InvocationTargetException problem) {
                throw problem.getCause();
            }
        });
    }

    private static String text(Object argument) {
        if (argument instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (argument instanceof AggregatedSink.Figures figures) {
            return figures.peakCount + "/" + figures.leakCount + "/" + figures.peakBytes + "/" + figures.leakBytes;
        }
        return String.valueOf(argument);
    }

    private interface Call {
        void to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(call, arguments);
                    }
                    call.to(method, arguments);
                    return null;
                }));
    }
}
