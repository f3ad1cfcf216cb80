using Suite.Shapes;

namespace Suite;

public record Item(string Name, decimal Price, int Count)
{
    public decimal Total => Price * Count;
}

public interface INamed
{
    string Name { get; }
}

public class Customer : INamed
{
    public string Name { get; set; } = "Ann";
    public string? Mail { get; init; }
    public Address Address { get; } = new("Oslo", 157);
}

public record struct Address(string City, int Code);

public class Order
{
    private readonly int secret = 7;
    private readonly Dictionary<string, int> stock = new() { ["tea"] = 3 };

    public int Number { get; set; } = 12;
    public string Label = "first";
    public Point Place = new(1, 2);
    public Order? Next { get; set; }
    public Status Status { get; set; } = Status.Paid;
    public Customer Customer { get; } = new();
    public string Failing => throw new InvalidOperationException("not now");
    public virtual string Kind => "plain";
    protected string Hidden => "hidden";

    public int this[string name] => stock[name];

    public string Greet(string name, int times = 1) =>
        string.Concat(Enumerable.Repeat("Hi " + name, times));

    public string Greet(int number) => "number " + number;

    public int Add(params int[] numbers) => numbers.Sum();

    public int Scale(int by, int offset = 0) => secret * by + offset;

    public string Between(int low, int middle = 0, int high = 0) => $"{low} {middle} {high}";

    private int Secretly(int by) => secret * by;
}

public class Special : Order
{
    public override string Kind => "special";
}

public class Members
{
    public static int Calls = 2;
    private const string Shop = "shop";
    private static readonly List<string> Names = ["tea", "cup"];
    private int count = 5;
    private string name = "tea";

    public string Title => name + "!";

    private static class Settings
    {
        public static int Depth = 4;
    }

    public static Task Run()
    {
        new Members().Show(new Order { Next = new Special() });
        return Task.CompletedTask;
    }

    private void Show(Order order)
    {
        var item = new Item("tea", 2.5m, 2);
        var point = new Point(3, 4);
        var circle = new Circle(2);
        INamed named = order.Customer;
        Func<int, int> twice = n => n * 2;
        Console.WriteLine($"{item}{point}{circle}{named}{twice}{order}{count}{Shop}{Names}{Settings.Depth}"); // stop: members
    }

    private int Half(int number) => number / 2;

    private static string Shout(string text) => text.ToUpperInvariant() + "!";
}
