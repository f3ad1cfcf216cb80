using System.Diagnostics;
using Microsoft.JSInterop;

namespace Shop;

public enum Status
{
    Open,
    Paid = 3,
    Sent,
}

public record Item(string Name, decimal Price, int Count)
{
    public decimal Total => Price * Count;
}

public struct Point
{
    public int X;
    public int Y;

    public Point(int x, int y)
    {
        X = x;
        Y = y;
    }

    public readonly double Length => Math.Sqrt(X * X + Y * Y);

    public int Move(int by) => X += by;

    public int Fail() => throw new InvalidOperationException("not now");

    public static Point operator +(Point one, Point other) => new(one.X + other.X, one.Y + other.Y);
}

[DebuggerDisplay("Order {Number} of {Customer}")]
public class Order
{
    private readonly int secret = 7;

    public int Number { get; set; } = 12;
    public string Customer = "Ann";
    public Order? Next { get; set; }
    public Point Place = new(1, 2);
    public readonly Point Fixed = new(1, 2);
    public Point Home { get; set; } = new(1, 2);
    public Status Status { get; set; } = Status.Paid;
    public string Failing => throw new InvalidOperationException("not now");

    public string Greet(string name, int times = 1) => string.Concat(Enumerable.Repeat("Hi " + name, times));
    public string Greet(int number) => "number " + number;
    private int Hidden(int by) => secret * by;
}

public class Special : Order;

public class Evaluated
{
    public static int Calls = 2;
    private const string Kind = "shop";
    private int count = 5;
    private string name = "tea";

    public string Title => name + "!";

    [JSInvokable]
    public static async Task RunEvaluated()
    {
        var shop = new Evaluated();
        shop.InMethod(["one", "two"], 3, null);
        await shop.InAsync(4);
        shop.InLambda(6);
        InGeneric(new Dictionary<string, int> { ["a"] = 1 }, "x");
    }

    private void InMethod(string[] args, int number, string? nothing)
    {
        byte small = 200;
        long big = 5_000_000_000;
        uint unsigned = 3;
        double real = 2.5;
        float single = 1.5f;
        decimal price = 19.90m;
        char initial = 't';
        bool isNew = true;
        string text = "line \"1\"\n2";
        Status status = Status.Paid;
        int? some = 4;
        int? none = null;
        object boxed = 42;
        var items = new List<Item> { new("tea", 2.5m, 2), new("cup", 10m, 1) };
        var map = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        var grid = new int[,] { { 1, 2 }, { 3, 4 } };
        var tuple = (Name: "Bo", Age: 30);
        var point = new Point(3, 4);
        var order = new Order { Next = new Special() };
        var date = new DateTime(2026, 11, 30, 4, 45, 0);
        Func<int, int> twice = n => n * 2;
        var captured = 1;
        Func<int> add = () => captured + number;
        var numbers = new[] { 3, 1, 2 };
        var wide = '\u8336';
        var wideLetters = new[] { 'a', wide };
        (char Letter, int Number) wideTuple = (wide, 7);
        var many = Enumerable.Range(1, 10_000).ToArray();
        var manyItems = many.ToList();
        var manyNames = many.ToDictionary(n => "tea " + n);
        var manyOrders = many.Select(n => new Order { Customer = "Ann " + n }).ToArray();
        var manyObjects = new List<object>(manyOrders);
        var manyUnique = manyOrders.ToHashSet();
        var manyQueued = new Queue<Order>(manyOrders);
        var points = new[] { new Point(1, 2) };
        var walk = new List<int> { 8, 9 }.GetEnumerator();
        Console.WriteLine($"{args}{small}{big}{unsigned}{real}{single}{price}{initial}{isNew}{text}"); // method
        Console.WriteLine($"{status}{some}{none}{boxed}{items}{map}{grid}{tuple}{point}{order}{date}");
        Console.WriteLine($"{nothing}{points}{walk}{twice}{add}{numbers}{many}{manyItems}{manyNames}{Calls}{Kind}{count}");
    }

    private async Task InAsync(int number)
    {
        var text = "before";
        var tuple = (Name: "Bo", Age: 30);
        decimal price = 1.5m;
        var point = new Point(1, 2);
        await Task.Yield();
        Console.WriteLine(text + number + tuple + price + point + count); // async
    }

    private void InLambda(int start)
    {
        var offset = 1;
        Func<int, int> add = n =>
        {
            var sum = n + offset + count;
            return sum; // lambda
        };
        Console.WriteLine(add(start));
    }

    private static void InGeneric<T>(T first, string second)
    {
        var copy = first;
        Console.WriteLine($"{copy}{second}"); // generic
    }
}
