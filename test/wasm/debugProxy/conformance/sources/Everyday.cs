using System.Globalization;
using System.Text.Json;
using Suite.Shapes;

namespace Suite;

public class Stock
{
    public int? Left { get; set; }
    public decimal? Discount { get; set; } = 0.5m;
    public DateTime? Sold { get; set; }
    public string? Note { get; set; }
    public Func<int, int> Twice { get; } = n => n * 2;
    public Status? State;

    public static T Same<T>(T value) => value;

    public class Box
    {
        public int Size { get; } = 3;
        public static int Count = 2;
    }
}

public class Everyday
{
    private readonly Func<int, int> next = n => n + 1;
    private string title = "Tea shop";

    public string Uri => "https://localhost:5001/counter?from=3";
    public bool IsReady { get; set; } = true;

    public static Task Run()
    {
        new Everyday().Show(3, null, null);
        return Task.CompletedTask;
    }

    private void Show(int number, string? nothing, int? none)
    {
        var order = new Order { Next = new Special() };
        var stock = new Stock();
        var items = new List<Item> { new("tea", 2.5m, 2), new("cup", 10m, 1), new("Pot", 10m, 4) };
        var words = new[] { "tea", "Cup", "cup", "Äpfel", "apple" };
        var numbers = new[] { 3, 1, 2, 4 };
        var date = new DateTime(2026, 11, 30, 4, 45, 0);
        var day = new DateOnly(2026, 2, 28);
        var address = new Address("Oslo", 157);
        var item = items[0];
        var pair = (Name: "Bo", Age: 30);
        var people = new List<(string Name, int Age)> { ("Bo", 3), ("Al", 7) };
        var point = new Point(3, 4);
        var price = 1234.5m;
        var ratio = -0.25;
        var initial = 'a';
        var bits = 0b1010_0110;
        var some = 4;
        int? five = 5;
        Status status = Status.Paid;
        Access access = Access.Read;
        var done = Task.FromResult(new List<int> { 7, 8 });
        var text = """
            a "raw"
              text
            """;
        int Area(int by) => by * by;
        Console.WriteLine($"{number}{nothing}{none}{order}{stock}{items}{words}{numbers}{date}{day}"); // stop: everyday
        Console.WriteLine($"{address}{item}{pair}{people}{point}{price}{ratio}{initial}{bits}{some}{five}{status}");
        Console.WriteLine($"{access}{done}{text}{title}{next(1)}{IsReady}{Uri}{Area(2)}");
    }
}
