using Microsoft.JSInterop;

/// <summary>Methods that throw. Each is one case, called by its name.</summary>
public class Exceptions
{
    [JSInvokable]
    public static async Task ThrowCase(string name)
    {
        var method = typeof(Exceptions).GetMethod(name)!.CreateDelegate<Func<Task>>();
        await method();
    }

    public static Task Caught()
    {
        try
        {
            throw new InvalidOperationException("caught in the method"); // Caught
        }
        catch (InvalidOperationException) { }
        return Task.CompletedTask;
    }

    public static Task CaughtByCaller()
    {
        try
        {
            Fail(); // CaughtByCaller
        }
        catch (Exception) { }
        return Task.CompletedTask;
    }

    private static void Fail()
    {
        throw new NotSupportedException("thrown by a callee");
    }

    public static Task OtherType()
    {
        try
        {
            Fail();
        }
        catch (ArgumentException) { }
        return Task.CompletedTask;
    }

    public static Task OnlyFinally()
    {
        try
        {
            throw new InvalidOperationException();
        }
        finally
        {
            Console.Write("");
        }
    }

    public static Task Rethrown()
    {
        try
        {
            Fail();
        }
        catch (NotSupportedException)
        {
            throw;
        }
        return Task.CompletedTask;
    }

    public static async Task RethrownAfterAwait()
    {
        try
        {
            Fail();
        }
        catch (NotSupportedException)
        {
            await Task.Yield();
            throw;
        }
    }

    public static async Task FinallyAwaits()
    {
        try
        {
            Fail();
        }
        finally
        {
            await Task.Yield();
        }
    }

    public static async Task CaughtAfterFinally()
    {
        try
        {
            await FinallyAwaits();
        }
        catch (NotSupportedException) { }
    }

    public static async Task AnyCaughtAndAwaited()
    {
        try
        {
            Fail();
        }
        catch
        {
            await Task.Yield();
        }
    }

    public static async Task AwaitUsing()
    {
        await using var scope = new Scope();
        await Task.Yield();
        Fail();
    }

    private sealed class Scope : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.Yield();
    }

    public static Task Filtered()
    {
        try
        {
            Fail();
        }
        catch (NotSupportedException error) when (error.Message.Length > 3) { }
        return Task.CompletedTask;
    }

    public static Task FilteredOther()
    {
        try
        {
            Fail();
        }
        catch (ArgumentException error) when (error.Message.Length > 3) { }
        return Task.CompletedTask;
    }

    public static async Task AfterAwait()
    {
        await Task.Delay(1);
        throw new TimeoutException("after an await");
    }

    public static async Task AwaitedCaught()
    {
        try
        {
            await AfterAwait();
        }
        catch (TimeoutException) { }
    }

    public static async Task AwaitedTwice()
    {
        await Task.Yield();
        try
        {
            await Number();
            await Number();
        }
        catch (TimeoutException) { }
    }

    private static async ValueTask<int> Number()
    {
        await AfterAwait();
        return 1;
    }

    public static async Task CaughtElsewhere()
    {
        try
        {
            await Task.Yield();
        }
        catch (TimeoutException) { }
        await AfterAwait();
    }

    public static async Task CaughtTogether()
    {
        try
        {
            await Task.WhenAll(AfterAwait(), Task.Delay(2));
        }
        catch (TimeoutException) { }
    }

    public static async Task InVoid()
    {
        Start();
        await Task.Delay(20);

        static async void Start()
        {
            try
            {
                await AfterAwait();
            }
            catch (TimeoutException) { }
        }
    }

    public static Task InLambda()
    {
        new List<int> { 1 }.ForEach(number => throw new InvalidOperationException($"number {number}"));
        return Task.CompletedTask;
    }

    public static Task InCaughtLambda()
    {
        try
        {
            new List<int> { 1 }.ForEach(number => throw new InvalidOperationException($"number {number}"));
        }
        catch (InvalidOperationException) { }
        return Task.CompletedTask;
    }

    public static Task InIterator()
    {
        try
        {
            foreach (var number in Numbers()) Console.Write(number);
        }
        catch (DivideByZeroException) { }
        return Task.CompletedTask;

        static IEnumerable<int> Numbers()
        {
            var zero = 0;
            yield return 1 / zero;
        }
    }

    public static Task Parsed()
    {
        int.Parse("tea"); // Parsed
        return Task.CompletedTask;
    }

    public static Task ParsedCaught()
    {
        try
        {
            int.Parse("tea"); // ParsedCaught
        }
        catch (FormatException) { }
        return Task.CompletedTask;
    }

    public static Task NullReference()
    {
        string? name = null;
        Console.Write(name!.Length);
        return Task.CompletedTask;
    }

    /// <summary>The exception is caught within one line.</summary>
    public static Task Stepped()
    {
        CaughtByCaller(); // Stepped
        return Task.CompletedTask;
    }

    public static Task Wrapped()
    {
        try
        {
            Fail();
        }
        catch (NotSupportedException error)
        {
            throw new InvalidOperationException("wrapped", error);
        }
        return Task.CompletedTask;
    }

    public static async Task InTask()
    {
        try
        {
            await Task.Run(() => Fail());
        }
        catch (NotSupportedException) { }
    }

    public static async Task InAsyncIterator()
    {
        try
        {
            await foreach (var number in Numbers()) Console.Write(number);
        }
        catch (TimeoutException) { }

        static async IAsyncEnumerable<int> Numbers()
        {
            await AfterAwait();
            yield return 1;
        }
    }

    /// <summary>Neither thrown in code of the user nor passed on to it.</summary>
    public static async Task OfFramework()
    {
        var first = Task.Run(Array.Empty<int>().First);
        await Task.WhenAny(first);
    }
}
